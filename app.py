"""The simulator in the browser: ``streamlit run app.py``."""

from sim.ui.landing import open_page

open_page()
