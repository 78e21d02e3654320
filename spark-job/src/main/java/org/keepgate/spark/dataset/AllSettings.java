package org.keepgate.spark.dataset;

import org.keepgate.training.setting.AveragingSettings;
import org.keepgate.training.setting.DivergenceSettings;
import org.keepgate.training.setting.HeadSettings;
import org.keepgate.training.setting.MemoryBlockSettings;
import org.keepgate.training.setting.NetworkSettings;
import org.keepgate.training.setting.SettingCatalog;
import org.keepgate.training.setting.TrainingSettings;

/** Everything that can be set, on the command line and as the parameters of estimators. */
public final class AllSettings {
  public static final SettingCatalog CATALOG =
      new SettingCatalog(
          InputSettings.group(),
          NetworkSettings.group(),
          HeadSettings.group(),
          MemoryBlockSettings.group(),
          TrainingSettings.course(),
          AveragingSettings.group(),
          DivergenceSettings.group(),
          TrainingSettings.optimization(),
          OutputSettings.group());

  private AllSettings() {}
}
