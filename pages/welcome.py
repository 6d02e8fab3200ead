import streamlit as st
import ui

ui.load_plotly()
st.title("Glassnet")
