package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Settings that do not go together are wrong usage, found before data are looked for")
class ImpossibleCombinationTest extends Refusal {
  private static final String NOT_THERE = "none.csv";

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        // cells and their options
        "classify|cell=gru peepholes=true|peepholes: belongs to the cell lstm-1997; the cell is gru",
        "tag|cell=lstm gradient=truncated|gradient: belongs to the cell lstm-1997; the cell is lstm",
        "classify|cell=gru forgetBias=2|forgetBias is for cells with a forget gate; gru has none",
        "classify|cell=lstm-1997 forgetBias=2|forgetBias is for cells with a forget gate; lstm-1997",
        "regress|activation=relu|activation is an option of the cell rnn; lstm has none, got relu",
        "regress|cell=mut1 omega=0.5|omega is for the plain RNN (cell=rnn): set it to 0, got 0.5",
        "tag|recurrentInitialization=identity|is for the plain RNN (cell=rnn), got cell=lstm",
        "tag|cell=lstm-1997 hiddenSize=5 cellsPerBlock=2|must be a multiple of cellsPerBlock; got 5",
        "tag|cell=lstm-1997 inputGate=false outputGate=false peepholes=true|peepholes need a gate",
        "tag|cell=lstm-1997 inputGate=false inputGateBias=1|inputGateBias",
        "tag|cell=lstm-1997 biasedUnits=none outputGateBias=1|outputGateBias",
        "tag|cell=lstm-1997 forgetBiasStep=1|forgetBiasStep",
        "classify|hiddenSize=30000|hiddenSize must be at most 23170",
        // layers and tasks
        "language-model|bidirectional=true|bidirectional layers see the symbols that a language model",
        "classify|bidirectional=true segmentLength=8|need whole sequences: set segmentLength to 0, got 8",
        "handwriting|bidirectional=true|bidirectional: expected false, because a move is predicted",
        "transcribe|segmentLength=2|label sequences have losses of whole sequences: set segmentLength",
        "forecast|embeddingSize=4|embeddingSize: expected 0, because the input has features",
        "density|embeddingSize=4|embeddingSize: expected 0, because the input has features",
        "language-model|inputNoise=0.1|inputNoise is for features, and symbols have none",
        "tag|embeddingSize=4 inputNoise=0.1|inputNoise is for features, and symbols have none",
        "language-model|softmax=class-factored skipConnections=true|leave skipConnections and directInput",
        "language-model|softmax=class-factored directInput=true|leave skipConnections and directInput off",
        "regress|huberDelta=2|huberDelta: belongs to loss=huber; the loss is squared",
        "forecast|loss=absolute huberDelta=2|huberDelta: belongs to loss=huber; the loss is absolute",
        // the online regime
        "classify|regime=online|regime online is for the cell lstm-1997, got lstm",
        "tag|regime=online cell=lstm-1997|regime online changes the weights at every step of one"
            + " sequence: set batchSize to 1, got 32",
        "tag|regime=online cell=lstm-1997 gradient=full|regime online follows the truncated gradient",
        "tag|regime=online cell=lstm-1997 numLayers=2|regime online is for one layer: set numLayers to 1",
        "tag|regime=online cell=lstm-1997 bidirectional=true|runs forward in time: leave bidirectional",
        "tag|regime=online cell=lstm-1997 embeddingSize=2|regime online has no embedding",
        "tag|regime=online cell=lstm-1997 dropout=0.5|regime online has no dropout: set dropout to 0",
        "tag|regime=online cell=lstm-1997 inputNoise=1|regime online adds no noise: set inputNoise",
        "tag|regime=online cell=lstm-1997 weightNoise=1|regime online adds no noise: set weightNoise",
        "tag|regime=online cell=lstm-1997 clipPreActivationGradient=1|set clipPreActivationGradient to 0",
        "tag|regime=online cell=lstm-1997 classWeights=balanced|found classWeights=balanced",
        "classify|regime=online cell=lstm-1997 classWeights=1,2|found classWeights=1,2",
        "regress|regime=online cell=lstm-1997 loss=huber|regime=online: expected classes or symbols by"
            + " the full softmax, unweighted, or values by squared errors; found loss=huber",
        "language-model|regime=online cell=lstm-1997 softmax=class-factored|found softmax=class-factored",
        "multilabel|regime=online cell=lstm-1997|found the task multilabel",
        "transcribe|regime=online cell=lstm-1997|found the task transcribe",
        "density|regime=online cell=lstm-1997|found the task density",
        "handwriting|regime=online cell=lstm-1997|found the task handwriting",
        "tag|regime=online cell=lstm-1997 clipOutputGradient=1|nor clipOutputGradient: leave them out",
        // averaging
        "tag|optimizerState=bmuf-adam|optimizerState bmuf-adam corrects for block momentum",
        "tag|averaging=slow-mo optimizer=sgd optimizerState=bmuf-adam|the optimizer is sgd: set",
        "tag|regime=online cell=lstm-1997 batchSize=1 averaging=gradients|set averaging to plain",
        // parts and columns
        "tag|validationFraction=0 patience=3|patience: expected sequences held out for validation",
        "tag|validationFraction=0 schedule=plateau|schedule=plateau: expected sequences held out",
        "tag|validationFraction=0.5 testFraction=0.5|validationFraction, testFraction: expected a sum",
        "forecast|calendar=weekday|calendar: expected a column of dates; name it by --order-by",
        "density|target=x,y|target: expected one column, whose density is learned; found x, y",
      })
  void refused(String task, String assignments, String words) throws IOException {
    CommandRun run = train(task, assignments).misused(words);
    assertFalse(run.err.contains(NOT_THERE), run.err);
    assertEquals(2, run.err.lines().count(), "the sentence, and where help is: " + run.err);
    nothingAtThePlace();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "classify|cell=lstm-1997 peepholes=true",
        "tag|cell=lstm-1997 forgetGate=true forgetBias=2 forgetBiasStep=1",
        "regress|cell=rnn omega=0.5 activation=relu recurrentInitialization=identity",
        "classify|bidirectional=true numLayers=2 skipConnections=true residual=true",
        "tag|embeddingSize=4",
        "tag|inputNoise=0.4",
        "handwriting|numLayers=3 skipConnections=true inputNoise=0.1 clipOutputGradient=100",
        "transcribe|bidirectional=true",
        "language-model|softmax=class-factored embeddingSize=3",
        "language-model|regime=online cell=lstm-1997 batchSize=1",
        "regress|regime=online cell=lstm-1997 batchSize=1 loss=squared directInput=true",
        "forecast|validationSteps=3 testFraction=0.95 patience=2",
        "tag|splitColumn=part validationFraction=0 patience=2",
        "forecast|calendar=weekday orderBy=date",
        "tag|averaging=block-momentum optimizerState=bmuf-adam averagingSchedule=growing"
      })
  @DisplayName("what goes together gets as far as the input")
  void possible(String task, String assignments) throws IOException {
    train(task, assignments).refuses(NOT_THERE, "found nothing there");
    nothingAtThePlace();
  }

  @Test
  @DisplayName("an input of its own for validation is what patience needs")
  void ownValidation() {
    train("tag", "validationFraction=0 patience=2", "--valid", "other.csv").refuses(NOT_THERE);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "tag|variationalDropout=true|variationalDropout has no effect: it needs dropout above 0",
        "tag|momentum=0.5|momentum has no effect: it needs optimizer=momentum or nesterov or rms",
        "tag|optimizer=sgd beta1=0.5|beta1 has no effect: it needs optimizer=adam",
        "tag|optimizer=sgd epsilon=0.5|epsilon has no effect: it needs optimizer=rmsprop or",
        "tag|scheduleFactor=0.3|scheduleFactor has no effect: it needs schedule=step or",
        "tag|initialScale=0.3|initialScale has no effect: it needs initialization=uniform or normal",
        "tag|regime=online cell=lstm-1997 batchSize=1 precision=bf16|precision has no effect: it needs",
        "tag|blockMomentum=0.5|blockMomentum has no effect: it needs averaging=block-momentum or",
        "tag|averaging=gradients averagingInterval=5|averagingInterval has no effect: it needs",
        "tag|averagingScheduleEpochs=2|averagingScheduleEpochs has no effect: it needs averagingS",
        "tag|tol=0.01|tol has no effect: it needs patience above 0",
        "tag|residual=true|residual has no effect: it needs numLayers above 1",
        "tag|splitColumn=part testFraction=0.2|testFraction has no effect beside splitColumn",
        "forecast|testSteps=7 testFraction=0.2|testFraction has no effect beside testSteps",
        "density|validationSteps=7 validationFraction=0.2|validationFraction has no effect beside"
            + " validationSteps"
      })
  @DisplayName("a setting that nothing will look at is named, and no obstacle")
  void effectless(String task, String assignments, String words) {
    CommandRun run = train(task, assignments);
    assertEquals(1, run.exitCode);
    List<String> lines = run.err.lines().toList();
    assertEquals(2, lines.size(), run.err);
    assertTrue(lines.get(0).startsWith("keepgate: " + words), run.err);
  }

  @Test
  @DisplayName(
      "beside an input of its own for validation, no share of the input is held out for it")
  void effectlessShare() {
    CommandRun run = train("tag", "validationFraction=0.3", "--valid", "other.csv");
    String note = run.err.lines().findFirst().orElse("");
    assertEquals("keepgate: validationFraction has no effect beside --valid", note);
  }

  private CommandRun train(String task, String assignments, String... more) {
    List<String> all =
        new ArrayList<>(List.of("train", "--task", task, "--model", model().toString()));
    for (String assignment : assignments.split(" ", -1)) {
      all.addAll(List.of("--set", assignment));
    }
    all.addAll(List.of(more));
    Path input = folder.resolve(NOT_THERE);
    return train(all, input);
  }
}
