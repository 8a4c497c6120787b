"""From what people did with their lists to how much each part of a score should count.

Never imported by the ranking: it reads what became of earlier rankings.
"""

from matching.engine.learning.bias import PositionBias
from matching.engine.learning.comparing import Comparison, compared
from matching.engine.learning.parts import PartLearner
from matching.engine.learning.shown import NAMES, Shown, TooLittle

__all__ = [
    "NAMES",
    "Comparison",
    "PartLearner",
    "PositionBias",
    "Shown",
    "TooLittle",
    "compared",
]
