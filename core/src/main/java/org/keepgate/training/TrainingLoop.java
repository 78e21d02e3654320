package org.keepgate.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.AveragingStrategy;
import org.keepgate.averaging.GlobalModel;
import org.keepgate.averaging.RoundPace;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.optimizer.ScheduleKind;

/**
 * Epochs of rounds, the same on one machine and on many: run a round, average, validate, remember,
 * save; until all is done, validation says stop, or the time is over.
 *
 * <p>A {@link TrainingState} is all that lives from round to round, so that to resume from a saved
 * one is never to have stopped.
 */
public final class TrainingLoop {
  private final TrainingOptions options;

  public TrainingLoop(TrainingOptions options) {
    this.options = options;
  }

  /**
   * Trains on from a state.
   *
   * @throws DivergenceException when a loss, gradient or parameter is no longer finite; the last
   *     good state has then been saved, if states are
   * @throws IllegalArgumentException when state, options and data do not fit one another
   */
  public TrainingResult run(
      TrainingState start,
      TrainingBackend backend,
      List<TrainingListener> listeners,
      TrainingControls controls) {
    requireFit(start, backend);
    RoundCalendar calendar = new RoundCalendar(options, backend.shares());
    TrainingOutline outline =
        new TrainingOutline(
            start.parameters().length,
            backend.shares(),
            calendar.roundsPerEpoch(),
            start.round(),
            calendar.totalRounds(),
            calendar.epochsOf(start.round()),
            calendar.epochsOf(calendar.totalRounds()));
    listeners.forEach(listener -> listener.trainingStarted(outline));
    TrainingResult result =
        new Run(calendar, backend, List.copyOf(listeners), controls, start).toTheEnd();
    listeners.forEach(listener -> listener.trainingFinished(result));
    return result;
  }

  private void requireFit(TrainingState start, TrainingBackend backend) {
    int workers = options.numWorkers();
    if (backend.shares().size() != workers || start.carriedByWorker().length != workers) {
      throw new IllegalArgumentException(
          "numWorkers is "
              + workers
              + ", the data have "
              + backend.shares().size()
              + " shares and the state is of "
              + start.carriedByWorker().length
              + " workers");
    }
    if (backend.hasValidation()) {
      return;
    }
    if (options.earlyStopping().isOn()) {
      throw new IllegalArgumentException(
          "early stopping (patience "
              + options.earlyStopping().patience()
              + ") needs validation data: give some, or set patience to 0");
    }
    if (options.schedule().kind() == ScheduleKind.PLATEAU) {
      throw new IllegalArgumentException(
          "the schedule plateau needs validation data: give some, or take another schedule");
    }
  }

  /** One training from its start to its end. */
  private final class Run {
    private static final int NONE = -1; // no round is

    private final RoundCalendar calendar;
    private final TrainingBackend backend;
    private final List<TrainingListener> listeners;
    private final TrainingControls controls;
    private final long began = System.nanoTime();
    private final AveragingStrategy averaging;
    private TrainingState state;
    private @Nullable TrainingState before; // the last round, where that may have to be undone
    private @Nullable MetricSums validation; // of the state's parameters, if they were validated
    private int savedRound; // the start came from a checkpoint, or is not worth one
    private @Nullable String location; // of the last checkpoint
    private String fingerprint = "";

    Run(
        RoundCalendar calendar,
        TrainingBackend backend,
        List<TrainingListener> listeners,
        TrainingControls controls,
        TrainingState start) {
      this.calendar = calendar;
      this.backend = backend;
      this.listeners = listeners;
      this.controls = controls;
      this.averaging = options.averaging().create(options.optimizer(), options.clipping());
      this.state = start;
      this.savedRound = start.round();
    }

    TrainingResult toTheEnd() {
      StopReason reason = reasonToStop(false);
      while (reason == null) {
        round();
        reason = reasonToStop(controls.isOver(System.nanoTime() - began));
      }
      save();
      return result(reason);
    }

    private @Nullable StopReason reasonToStop(boolean timeIsOver) {
      if (EarlyStopping.isOver(options.earlyStopping(), state.earlyStopping())) {
        return StopReason.EARLY_STOPPING;
      }
      if (state.round() >= calendar.totalRounds()) {
        return StopReason.COMPLETED;
      }
      return timeIsOver ? StopReason.TIME_LIMIT : null;
    }

    private void round() {
      long roundBegan = System.nanoTime();
      Recovery recovery = Recovery.none();
      Attempt attempt = attempt(recovery);
      for (Divergence found = attempt.divergence(); found != null; found = attempt.divergence()) {
        recovery = rollBack(found, recovery);
        attempt = attempt(recovery);
      }
      Round round = attempt.round();
      AveragedRound averaged = attempt.averaged();
      GlobalModel model = attempt.model();
      reportSkipped(round, averaged);
      double seconds = (System.nanoTime() - roundBegan) / 1e9;
      fingerprint = averaged.fingerprint();
      validation = validationIsDue(round) ? backend.validate(model.parameters()) : null;
      RoundEntry entry = entry(round, averaged, seconds, recovery.withSkipped(averaged.skipped()));
      before = options.divergence().policy() == DivergencePolicy.ROLLBACK ? state : null;
      state = stateAfter(round, averaged, model, entry);
      report(round, entry);
      if (checkpointIsDue(round)) {
        save();
      }
    }

    /**
     * A round as it was run, and the model that averaging makes of it.
     *
     * @param model that from before, where a worker diverged
     */
    private record Attempt(
        Round round, AveragedRound averaged, GlobalModel model, @Nullable Divergence divergence) {}

    private Attempt attempt(Recovery recovery) {
      Round round = calendar.roundAfter(state, recovery.rollbacks());
      AveragedRound averaged = backend.run(round, state);
      if (averaged.divergence() != null) {
        return new Attempt(round, averaged, state.globalModel(), averaged.divergence());
      }
      RoundPace pace =
          new RoundPace(calendar.epochsBefore(round), calendar.lastLearningRate(round));
      GlobalModel model = averaging.next(state.globalModel(), averaged.mean(), pace);
      Divergence together =
          Divergence.ofAverage(
              round.epoch(),
              calendar.minibatchesDone(round) - 1,
              averaged.metrics().meanLoss(),
              model,
              backend::parameterName);
      return new Attempt(round, averaged, model, together);
    }

    /**
     * Goes back to what the round began from, so that it is run again; or to what the round before
     * began from, whose last step leads to what a round meets before it has made a step.
     *
     * @param recovery of this round so far
     * @return the same and one rollback more
     * @throws DivergenceException where no rollback is wanted, or none would help
     */
    private Recovery rollBack(Divergence found, Recovery recovery) {
      DivergenceSpec limits = options.divergence();
      if (limits.policy() != DivergencePolicy.ROLLBACK) {
        throw diverged(found, refusal(found));
      }
      TrainingState back = found.isAtStart() ? before : state;
      if (back == null) {
        throw diverged(
            found,
            "the round is not run again at a lower rate: no step of it was made before, so that"
                + " would change nothing");
      }
      if (state.history().rollbacks() + recovery.rollbacks() >= limits.maxRollbacks()) {
        throw diverged(
            found, "rounds were run again maxRollbacks=" + limits.maxRollbacks() + " times");
      }
      Recovery all = recovery;
      if (found.isAtStart()) {
        all = state.history().lastRecovery().and(recovery);
        state = back;
        before = null;
        savedRound = NONE;
      }
      listeners.forEach(listener -> listener.divergenceMet(found, DivergencePolicy.ROLLBACK));
      return all.and(new Recovery(0, 1, List.of(found.toString())));
    }

    /** Why a minibatch was not left out, where that is wanted. */
    private String refusal(Divergence found) {
      if (options.divergence().policy() != DivergencePolicy.SKIP_BATCH) {
        return "";
      }
      return found.place().isEmpty()
          ? "the steps before it have led there, so that to leave out a minibatch would not help"
          : tooMany();
    }

    private String tooMany() {
      return "more minibatches of the epoch than maxSkippedBatches="
          + options.divergence().maxSkippedBatches()
          + " would have to be left out";
    }

    private void reportSkipped(Round round, AveragedRound averaged) {
      List<Divergence> skipped = averaged.skipped();
      if (skipped.isEmpty()) {
        return;
      }
      Divergence last = skipped.get(skipped.size() - 1);
      if (round.skippedBatches() + skipped.size() > options.divergence().maxSkippedBatches()) {
        throw diverged(last, tooMany());
      }
      for (Divergence one : skipped) {
        listeners.forEach(listener -> listener.divergenceMet(one, DivergencePolicy.SKIP_BATCH));
      }
      if (calendar.endsEpoch(round) && targetsBefore(round) + averaged.minibatches() == 0) {
        throw diverged(last, "every minibatch of the epoch had to be left out");
      }
    }

    /** Targets that the rounds before have trained in the epoch. */
    private long targetsBefore(Round round) {
      return state.history().rounds().stream()
          .filter(entry -> entry.epoch() == round.epoch() + 1)
          .mapToLong(RoundEntry::targets)
          .sum();
    }

    private DivergenceException diverged(Divergence found, String remark) {
      boolean hasMomentum = options.averaging().kind().hasMomentum();
      return new DivergenceException(found, remark, hasMomentum, state, save());
    }

    private boolean validationIsDue(Round round) {
      int interval = options.validationInterval();
      return interval == 0 ? calendar.endsEpoch(round) : (round.index() + 1) % interval == 0;
    }

    private boolean checkpointIsDue(Round round) {
      int epochs = options.checkpointInterval();
      int rounds = options.checkpointRounds();
      return (epochs > 0 && calendar.endsEpoch(round) && (round.epoch() + 1) % epochs == 0)
          || (rounds > 0 && (round.index() + 1) % rounds == 0);
    }

    private RoundEntry entry(
        Round round, AveragedRound averaged, double seconds, Recovery recovery) {
      MetricSums checked = validation;
      return new RoundEntry(
          round.index() + 1,
          round.epoch() + 1,
          calendar.epochsDone(round),
          averaged.metrics().meanLoss(),
          averaged.metrics().targetCount(),
          calendar.lastLearningRate(round),
          averaged.gradientNormSum() / Math.max(1, averaged.minibatches()),
          seconds,
          checked == null ? Map.of() : Evaluation.inUnits(checked, controls.targets()).metrics(),
          calendar.endsEpoch(round)
              ? averaged.diagnostics()
              : averaged.diagnostics().withoutViews(),
          recovery);
    }

    private TrainingState stateAfter(
        Round round, AveragedRound averaged, GlobalModel model, RoundEntry entry) {
      boolean endsEpoch = calendar.endsEpoch(round);
      PlateauState plateau = state.plateau();
      EarlyStoppingState stopping = state.earlyStopping();
      MetricSums checked = validation;
      if (checked != null) {
        double loss = checked.meanLoss();
        int rounds = round.index() + 1;
        plateau = PlateauRule.observe(options.schedule(), plateau, loss);
        stopping =
            EarlyStopping.observe(
                options.earlyStopping(), stopping, loss, rounds, model.parameters());
      }
      return new TrainingState(
          model.parameters(),
          model.optimizer(),
          model.averaging(),
          round.index() + 1,
          endsEpoch ? round.epoch() + 1 : round.epoch(),
          endsEpoch ? 0 : calendar.minibatchesDone(round),
          endsEpoch ? new float[options.numWorkers()][0] : averaged.carriedByWorker(),
          plateau,
          stopping,
          state.history().with(entry));
    }

    private void report(Round round, RoundEntry entry) {
      listeners.forEach(listener -> listener.roundFinished(entry));
      if (calendar.endsEpoch(round)) {
        List<EpochEntry> epochs = state.history().epochs();
        EpochEntry epoch = epochs.get(epochs.size() - 1);
        listeners.forEach(listener -> listener.epochFinished(epoch));
      }
    }

    /** Saves the state unless it is already; returns where this training saved last, if it did. */
    private @Nullable String save() {
      CheckpointWriter writer = controls.checkpoints();
      if (writer != null && savedRound != state.round()) {
        String written = writer.write(state);
        savedRound = state.round();
        location = written;
        listeners.forEach(listener -> listener.checkpointWritten(written, state));
      }
      return location;
    }

    private TrainingResult result(StopReason reason) {
      float[] best = state.earlyStopping().bestParameters();
      boolean restores = best != null && state.earlyStopping().bestRound() != state.round();
      float[] parameters = best != null && restores ? best : state.parameters();
      MetricSums checked =
          restores || validation == null ? backend.validate(parameters) : validation;
      return new TrainingResult(
          parameters,
          state,
          reason,
          restores ? state.earlyStopping().bestRound() : state.round(),
          checked,
          repeat(reason),
          fingerprint);
    }

    private Map<String, Object> repeat(StopReason reason) {
      Map<String, Object> repeat = new LinkedHashMap<>();
      if (reason == StopReason.TIME_LIMIT) {
        repeat.put("maxRounds", state.round());
        if (options.schedule().kind() == ScheduleKind.COSINE) {
          repeat.put("scheduleEpochs", calendar.scheduleEpochs());
        }
      }
      return repeat;
    }
  }
}
