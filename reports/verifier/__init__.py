"""The stand-alone verifier and its README: files that are handed out, imported by nothing here."""
