"""What the lesson on over-fitting computes."""
