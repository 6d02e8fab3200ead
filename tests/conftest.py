"""What all tests share: the same single BLAS thread as the app, so that workers do not stand in each other's way."""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # before NumPy is first imported
