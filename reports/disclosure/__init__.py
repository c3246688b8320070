"""Pure builders of what a unit discloses: figures, proof, the bytes that are frozen, their show."""
