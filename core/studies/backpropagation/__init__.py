"""What the lesson on backpropagation computes."""
