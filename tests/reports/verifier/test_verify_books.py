"""The stand-alone verifier: sound books pass, and whatever is changed in them is found."""

import ast
import copy
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from reports.verifier import verify_books
from tests.reports.verifier.packages import Package, signed, two_books, verifier_key
