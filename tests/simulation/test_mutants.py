"""Without any one of its protections the product breaks a promise, and the simulation notices."""

import pytest

from tests.simulation.mutants import hunted
from tests.simulation.mutations import MUTATIONS, Mutation

# Enough for every one of them, and for none by a small margin.
SEEDS = 600


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_protection_that_is_taken_away_is_missed(mutation: Mutation) -> None:
    assert hunted(mutation, SEEDS).seeds
