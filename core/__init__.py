"""The maths that Glassnet explains: pure NumPy, no screens."""
