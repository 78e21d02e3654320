"""The params of each stage, by the names and types of the Java classes: `stage: type name ...`.

Lines of `estimator` are of every stage that learns. A test of the Java side holds this list to its own.
"""

LISTED = """
estimator: int averagingInterval averagingScheduleEpochs batchSize cellsPerBlock checkpointInterval
estimator: int checkpointRounds embeddingSize hiddenSize maxIter maxRollbacks maxRounds
estimator: int maxSkippedBatches numLayers numWorkers patience schedulePatience seed segmentLength
estimator: int validationInterval
estimator: float beta1 beta2 blockLearningRate blockMomentum blockWarmupEpochs clipNorm
estimator: float clipOutputGradient clipPreActivationGradient clipValue decay dropout epsilon
estimator: float explodingLoss forgetBias forgetBiasStep initialScale inputGateBias
estimator: float inputGateBiasStep inputNoise l2Penalty minimumFactor momentum omega outputGateBias
estimator: float outputGateBiasStep regParam scheduleEpochs scheduleFactor scheduleInterval stepSize
estimator: float tol validationFraction warmupEpochs weightNoise
estimator: bool bidirectional directInput forgetGate inputGate outputGate peepholes residual shuffle
estimator: bool skipConnections variationalDropout
estimator: str activation averaging averagingSchedule biasedUnits cell cellInputActivation
estimator: str cellOutputActivation feedback gradient handleInvalid initialization onDivergence
estimator: str optimizer optimizerState precision predictionCol recurrentInitialization regime
estimator: str schedule
LstmClassificationModel: str featuresCol handleInvalid predictionCol probabilityCol rawPredictionCol
LstmClassificationModel: floats thresholds
LstmClassifier: int maxVocabulary minCount steps
LstmClassifier: str classWeights featuresCol inputUnit labelCol probabilityCol rawPredictionCol
LstmClassifier: str validationIndicatorCol
LstmClassifier: floats thresholds
LstmEncoder: str featuresCol handleInvalid pooling predictionCol
LstmForecaster: int horizon stride validationSteps window
LstmForecaster: float huberDelta
LstmForecaster: str groupCol labelCol loss timeCol
LstmForecaster: strings calendar inputCols
LstmForecasterModel: str groupCol handleInvalid predictionCol timeCol
LstmForecasterModel: strings inputCols
LstmLanguageModel: int maxVocabulary minCount
LstmLanguageModel: str bitsPerSymbolCol featuresCol inputUnit perplexityCol probabilityCol softmax
LstmLanguageModel: str symbolCountCol validationIndicatorCol
LstmRegressionModel: str featuresCol handleInvalid predictionCol
LstmRegressor: int maxVocabulary minCount steps
LstmRegressor: float huberDelta
LstmRegressor: str featuresCol inputUnit labelCol loss validationIndicatorCol
LstmTagger: int maxVocabulary minCount
LstmTagger: str classWeights featuresCol inputUnit labelCol probabilityCol rawPredictionCol
LstmTagger: str validationIndicatorCol
LstmTagger: floats thresholds
LstmTaggerModel: str featuresCol handleInvalid predictionCol probabilityCol rawPredictionCol
LstmTaggerModel: floats thresholds
SequenceAssembler: int horizon stride window
SequenceAssembler: str groupCol labelCol outputCol timeCol
SequenceAssembler: strings inputCols
TrainedLanguageModel: str bitsPerSymbolCol featuresCol handleInvalid perplexityCol predictionCol
TrainedLanguageModel: str probabilityCol symbolCountCol
"""

ESTIMATORS = (
    "LstmClassifier",
    "LstmForecaster",
    "LstmLanguageModel",
    "LstmRegressor",
    "LstmTagger",
)


def of(stage):
    """Names and types of a stage's params, in the order of their names."""
    owners = (stage, "estimator") if stage in ESTIMATORS else (stage,)
    found = {}
    for line in LISTED.split("\n"):
        owner, _, rest = line.partition(": ")
        if owner in owners:
            kind, *names = rest.split()
            found.update((name, kind) for name in names)
    return dict(sorted(found.items()))
