"""Pictures of results: arrays in, a Plotly figure out. No model is called here, no page is known."""
