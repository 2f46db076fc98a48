"""Django's settings: the only reader of the environment. Every variable stands in README.md."""

from project.settings.accounts import *
from project.settings.application import *
from project.settings.database import *
from project.settings.environment import env
from project.settings.limits import *
from project.settings.logs import *
from project.settings.mail import *
from project.settings.second_factor import *
from project.settings.security import *
from project.settings.single_sign_on import *
from project.settings.site import *
from project.settings.storage import *
from project.settings.telemetry import *

env.check()
