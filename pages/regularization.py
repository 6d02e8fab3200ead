"""draft"""

import streamlit as st

import ui

SLUG = "regularization"
ui.open_lesson(SLUG)
