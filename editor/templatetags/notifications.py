"""What the bell shows, on whatever page it is."""

from django import template

from editor.accounts.models import User
from editor.notifications.lists import MOST_COUNTED, count_unread

register = template.Library()


@register.simple_tag
def unread_count(user: User) -> int:
    return count_unread(user)


@register.filter
def as_badge(count: int) -> str:
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)
