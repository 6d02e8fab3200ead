"""What the views of single lessons compute, with the tools of `core`."""
