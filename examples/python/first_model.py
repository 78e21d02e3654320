"""A first model from Python: spark-submit --jars JOB_JAR --py-files keepgate first_model.py optical-digits.csv.gz"""

import sys

from keepgate import LstmClassifier
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("first model").getOrCreate()
table = spark.read.csv(sys.argv[1], header=True, inferSchema=True)
table = table.selectExpr("split", "label", "array(* EXCEPT (split, label)) AS features")
lstm = LstmClassifier(steps=8, hiddenSize=64, maxIter=30, numWorkers=2)
model = lstm.fit(table.where("split = 'train'"))
predicted = model.transform(table.where("split = 'test'"))
print("accuracy", MulticlassClassificationEvaluator(metricName="accuracy").evaluate(predicted))
