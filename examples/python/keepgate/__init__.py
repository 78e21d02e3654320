"""Keepgate's estimators and models for PySpark 4: thin wrappers of the Java classes of the same names.

Nothing is computed here. Wherever Spark's JVM has Keepgate's job jar (`--jars`), or a server of Spark Connect has it,
a stage takes its params as keywords or by setters, and stands in pipelines and cross-validators as PySpark's own do.
"""

import sys

from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaTransformer, JavaWrapper

from keepgate import params

_JAVA = "org.keepgate.spark.ml"
_CONVERTERS = {
    "int": TypeConverters.toInt,
    "float": TypeConverters.toFloat,
    "bool": TypeConverters.toBoolean,
    "str": TypeConverters.toString,
    "strings": TypeConverters.toListString,
    "floats": TypeConverters.toListFloat,
}

# PySpark finds the Java class of a stage by the name of the Python module, and the other way round when it loads pipelines.
sys.modules[_JAVA] = sys.modules[__name__]


def _declared(stage):
    """Gives a class the params of its Java class, with a setter and a getter each."""
    stage.__module__ = _JAVA
    for name, kind in params.of(stage.__name__).items():
        setattr(stage, name, Param(Params._dummy(), name, f"as in {_JAVA}.{stage.__name__}", _CONVERTERS[kind]))
        ending = name[0].upper() + name[1:]
        setattr(stage, "set" + ending, lambda self, value, name=name: self._set(**{name: value}))
        setattr(stage, "get" + ending, lambda self, name=name: self.getOrDefault(self.getParam(name)))
    return stage


class _Made:
    """A stage that a user makes: its Java companion has the same uid, and its own defaults."""

    def __init__(self, **values):
        super().__init__()
        self._java_obj = self._new_java_obj(f"{_JAVA}.{type(self).__name__}", self.uid)
        if not isinstance(self._java_obj, str):  # a server of Spark Connect knows the defaults itself
            self._transfer_params_from_java()
        self._set(**values)

    def setParams(self, **values):
        """Sets params by their names."""
        return self._set(**values)


class _Estimator(_Made, JavaEstimator, JavaMLReadable, JavaMLWritable):
    _model = None  # the class of what it fits

    def _create_model(self, java_model):
        return self._model(java_model)


class Summary(JavaWrapper):
    """How a training went."""

    @property
    def objectiveHistory(self):
        """The mean training loss of each epoch."""
        return self._call_java("objectiveHistory")

    @property
    def totalIterations(self):
        """Epochs begun."""
        return self._call_java("totalIterations")


class _Model(JavaModel, JavaMLReadable, JavaMLWritable):
    @property
    def summary(self):
        """How its training went."""
        return Summary(self._call_java("summary"))


@_declared
class LstmClassificationModel(_Model):
    """Says the class of a sequence."""


@_declared
class LstmTaggerModel(_Model):
    """Says the class of every step."""


@_declared
class LstmRegressionModel(_Model):
    """Says numbers of a sequence."""


@_declared
class LstmForecasterModel(_Model):
    """Says what a series will be."""

    def forecast(self, dataset):
        """The rows after the last of each series. Not by Spark Connect, which calls methods of Spark's own models only."""
        return self._call_java("forecast", dataset)


@_declared
class TrainedLanguageModel(_Model):
    """Says how probable texts are, and writes them on."""

    def generate(self, prime, length, temperature=1.0, seed=1):
        """Goes on with a text by so many symbols. Not by Spark Connect."""
        return self._call_java("generate", prime, length, temperature, seed)


@_declared
class LstmEncoder(_Model):
    """Turns sequences into vectors."""

    @staticmethod
    def of(model):
        """The encoder of a trained model. Not by Spark Connect."""
        encoder = LstmEncoder(JavaWrapper._jvm().org.keepgate.spark.ml.LstmEncoder.of(model._java_obj))
        encoder._transfer_params_from_java()
        return encoder


@_declared
class SequenceAssembler(_Made, JavaTransformer, JavaMLReadable, JavaMLWritable):
    """Puts rows that are a step each together to sequences."""


@_declared
class LstmClassifier(_Estimator):
    """Learns the class of a sequence."""

    _model = LstmClassificationModel


@_declared
class LstmTagger(_Estimator):
    """Learns the class of every step."""

    _model = LstmTaggerModel


@_declared
class LstmRegressor(_Estimator):
    """Learns numbers of a sequence."""

    _model = LstmRegressionModel


@_declared
class LstmForecaster(_Estimator):
    """Learns what a series will be some rows ahead."""

    _model = LstmForecasterModel


@_declared
class LstmLanguageModel(_Estimator):
    """Learns texts, or arrays of symbols."""

    _model = TrainedLanguageModel
