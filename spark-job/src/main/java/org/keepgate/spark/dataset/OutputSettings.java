package org.keepgate.spark.dataset;

import java.util.List;
import org.keepgate.training.setting.Setting;
import org.keepgate.training.setting.SettingCatalog;
import org.keepgate.training.setting.Task;

/** The settings of predictions. */
public final class OutputSettings {
  public static final Setting<Integer> BEAM_WIDTH =
      Setting.integer(
              "beamWidth", "label lists that predict follows side by side; 0 = the best path", 0)
          .only(Task.TRANSCRIBE)
          .or(0);
  public static final Setting<Boolean> MIXTURE_PARAMETERS =
      Setting.flag(
              "mixtureParameters", "predict writes weight, mean and deviation of each component")
          .only(Task.DENSITY)
          .or(false);

  private OutputSettings() {}

  static SettingCatalog.Group group() {
    return new SettingCatalog.Group("Prediction", List.of(BEAM_WIDTH, MIXTURE_PARAMETERS));
  }
}
