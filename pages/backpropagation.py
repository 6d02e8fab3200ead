"""draft"""

import streamlit as st

import ui

SLUG = "backpropagation"
ui.open_lesson(SLUG)
