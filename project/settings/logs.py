import logging

from project.logs import configure_structlog, logging_settings
from project.settings.environment import env
from project.settings.site import DEVELOPMENT

LOG_LEVEL = env.choice("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO")
LOG_FORMAT = env.choice("LOG_FORMAT", ["json", "console"], "console" if DEVELOPMENT else "json")
LOGGING = logging_settings(LOG_LEVEL, LOG_FORMAT)
configure_structlog()
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
