"""`bench month`: a nation's month made up, run by the ordinary verbs, and measured."""
