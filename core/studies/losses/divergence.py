"""Two distributions over the same outcomes: how surprised each is by the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import bounded, within
from core.entries import Array
from core.entropy_losses import cross_entropy, divergence_terms, kl_divergence
from core.softmax_steps import entropy


@dataclass(frozen=True, eq=False)
class Comparison:
    """All in nats. Terms belong to the outcomes; one alone may be negative, their sum is not.

    The cross-entropy of p to q is the entropy of p plus the divergence: H(p, q) = H(p) + KL(p‖q).
    Where an outcome has a share in one and none in the other, the divergence that weighs it with
    that share is infinite.
    """

    p: Array  # (n,), sums to 1
    q: Array  # (n,), sums to 1
    p_terms: Array  # (n,), p ln(p / q)
    q_terms: Array  # (n,), q ln(q / p)
    kl_pq: float
    kl_qp: float
    entropy_p: float
    entropy_q: float
    cross_pq: float  # -Σ p ln q
    cross_qp: float  # -Σ q ln p
    jensen_shannon: float  # the mean divergence of p and of q from their middle, at most ln 2


def shares(weights: Array) -> Array:
    """Any weights as the shares of one whole.

    Parameters
    ----------
    weights : (n,)
        From 0 up, not all 0.

    Returns
    -------
    (n,)
        Sums to 1.

    Raises
    ------
    ValueError
        If the weights are not such a row.
    """
    w = bounded("weights", weights).astype(np.float64)
    if w.ndim != 1 or w.size == 0:
        raise ValueError(f"weights must be one row of numbers, their shape is {w.shape}")
    if w.min() < 0 or w.max() == 0:
        raise ValueError(f"weights must be 0 or more and not all 0, they are {w.tolist()}")
    return w / w.sum()


def compare(p: Array, q: Array) -> Comparison:
    """Both divergences of two distributions, their entropies and their cross-entropies.

    Parameters
    ----------
    p, q : (n,)
        Weights of the outcomes, from 0 up; they are scaled to sum to 1.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        If one of them is no such row, or their lengths differ.

    References
    ----------
    Shannon 1948; Kullback & Leibler 1951; Lin 1991 for the symmetric one.
    """
    p, q = shares(p), shares(q)
    if p.shape != q.shape:
        raise ValueError(f"p {p.shape} and q {q.shape} must have the same outcomes")
    middle = (p + q) / 2
    return Comparison(
        p=p,
        q=q,
        p_terms=divergence_terms(q, p),
        q_terms=divergence_terms(p, q),
        kl_pq=kl_divergence(q, p),
        kl_qp=kl_divergence(p, q),
        entropy_p=float(entropy(p)),
        entropy_q=float(entropy(q)),
        cross_pq=cross_entropy(q, p),
        cross_qp=cross_entropy(p, q),
        jensen_shannon=(kl_divergence(middle, p) + kl_divergence(middle, q)) / 2,
    )


def mix(p: Array, q: Array, share: float) -> Array:
    """The distribution that lies between two others.

    Parameters
    ----------
    p, q : (n,)
        Weights of the outcomes, from 0 up; they are scaled to sum to 1.
    share : float
        How much of ``p`` it holds: 0 for ``q`` itself, 1 for ``p``.

    Returns
    -------
    (n,)
        Sums to 1.

    Raises
    ------
    ValueError
        If one of them is no such row, their lengths differ or the share is not in [0, 1].
    """
    p, q = shares(p), shares(q)
    if p.shape != q.shape:
        raise ValueError(f"p {p.shape} and q {q.shape} must have the same outcomes")
    share = within("share", share, 0, 1)
    return share * p + (1 - share) * q
