"""The package beside a stand-in for PySpark, which only keeps params: `python3 -m unittest test_keepgate` in this folder."""

import sys
import types
import unittest
from unittest import mock


class Param:
    def __init__(self, parent, name, doc, converter):
        self.parent, self.name, self.doc, self.converter = parent, name, doc, converter


class Params:
    """As PySpark's: params stand on the class, values on the instance; a name that is not declared is refused."""

    def __init__(self):
        self.uid = type(self).__name__ + "_1"
        self.values = {}

    @staticmethod
    def _dummy():
        return None

    def getParam(self, name):
        return getattr(type(self), name)

    def getOrDefault(self, param):
        return self.values[param.name]

    def _set(self, **values):
        for name, value in values.items():
            self.values[name] = self.getParam(name).converter(value)
        return self


class Java(Params):
    def __init__(self, java_model=None):
        super().__init__()
        self._java_obj = java_model

    def _new_java_obj(self, name, uid):
        return name  # as PySpark does by Spark Connect

    def _call_java(self, name, *arguments):
        return (name, *arguments)


def stand_in():
    modules = {name: types.ModuleType(name) for name in
               ["pyspark", "pyspark.ml", "pyspark.ml.param", "pyspark.ml.util", "pyspark.ml.wrapper"]}
    modules["pyspark.ml.param"].Param = Param
    modules["pyspark.ml.param"].Params = Params
    modules["pyspark.ml.param"].TypeConverters = types.SimpleNamespace(
        toInt=int, toFloat=float, toBoolean=bool, toString=str, toListString=list, toListFloat=list)
    for name in ["JavaMLReadable", "JavaMLWritable"]:
        setattr(modules["pyspark.ml.util"], name, type(name, (), {}))
    for name in ["JavaEstimator", "JavaModel", "JavaTransformer", "JavaWrapper"]:
        setattr(modules["pyspark.ml.wrapper"], name, type(name, (Java,), {}))
    return modules


class KeepgateTest(unittest.TestCase):
    def setUp(self):
        patch = mock.patch.dict(sys.modules, stand_in())
        patch.start()
        self.addCleanup(patch.stop)
        import keepgate
        self.keepgate = keepgate
        self.addCleanup(sys.modules.pop, "keepgate", None)

    def test_params_are_set_by_keywords_and_by_setters(self):
        lstm = self.keepgate.LstmClassifier(steps=8, stepSize=1)
        self.assertIs(lstm.setHiddenSize(64), lstm)
        self.assertEqual((8, 1.0, 64), (lstm.getSteps(), lstm.getStepSize(), lstm.getHiddenSize()))
        self.assertIsInstance(lstm.getStepSize(), float)

    def test_a_name_that_is_no_param_is_refused(self):
        with self.assertRaises(AttributeError):
            self.keepgate.LstmClassifier(hiddenSizes=64)

    def test_a_stage_names_its_java_class(self):
        lstm = self.keepgate.LstmForecaster()
        self.assertEqual("org.keepgate.spark.ml.LstmForecaster", lstm._java_obj)
        self.assertEqual("org.keepgate.spark.ml", type(lstm).__module__)
        self.assertIs(sys.modules["org.keepgate.spark.ml"].LstmForecaster, type(lstm))

    def test_an_estimator_makes_its_model(self):
        model = self.keepgate.LstmTagger()._create_model("java")
        self.assertIs(type(model), self.keepgate.LstmTaggerModel)
        self.assertEqual(("objectiveHistory",), model.summary.objectiveHistory)

    def test_every_listed_stage_is_a_class(self):
        for line in filter(None, self.keepgate.params.LISTED.splitlines()):
            stage = line.split(":")[0]
            self.assertTrue(stage == "estimator" or hasattr(self.keepgate, stage), stage)


if __name__ == "__main__":
    unittest.main()
