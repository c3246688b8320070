"""Pages under the accountant's door on which feeds are taken in and looked through."""
