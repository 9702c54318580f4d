"""山岚茶业: who works there, and what each department is after. Everybody is made up."""
