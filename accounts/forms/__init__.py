"""What people type about themselves and their organisations."""

from accounts.forms.signup import SignupForm

__all__ = ["SignupForm"]
