"""draft"""

import streamlit as st

import ui

SLUG = "loss_surfaces"
ui.open_lesson(SLUG)
