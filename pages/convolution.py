"""draft"""

import streamlit as st

import ui

SLUG = "convolution"
ui.open_lesson(SLUG)
