"""The frame all doors hang in: the factory, guards, log-in, refusals as pages, static files."""
