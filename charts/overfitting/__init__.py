"""The pictures of the lesson on over-fitting."""
