"""What the lesson on convolution computes."""
