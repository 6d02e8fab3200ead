"""Glassnet: the menu, and the page that was chosen."""

import os

# Small matrices are slower on several BLAS threads; NumPy reads this when it is first imported.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import streamlit as st

from ui.menu import choose_page
from ui.turns import in_turn

st.set_page_config(page_title="Glassnet", layout="wide")
in_turn(choose_page().run)
