"""A copy of the whole instance in one file: made while people work, examined, and put into an empty
place on either database."""
