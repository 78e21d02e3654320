package org.keepgate.spark.job;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.Failures;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.training.setting.Setting;
import org.keepgate.training.setting.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Settings on the command line: from a file, then {@code --set}, each later one winning. The
 * settings that name columns have an option of their own besides.
 */
final class SettingOptions {
  private static final List<Setting<?>> WITH_OPTION =
      List.of(
          InputSettings.FEATURES,
          InputSettings.STEPS,
          InputSettings.LABEL,
          InputSettings.TARGET,
          InputSettings.GROUP_BY,
          InputSettings.ORDER_BY,
          InputSettings.ID_COLUMN,
          InputSettings.SPLIT_COLUMN);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--config",
      paramLabel = "FILE.json",
      description = "settings as one JSON object of names and values")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "one setting; repeatable, wins over --config")
  private List<String> assignments = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // picocli sets the command
  SettingOptions() {}

  /** Gives a command an option for each setting that names columns. */
  static void addColumnOptions(CommandSpec command) {
    for (Setting<?> setting : WITH_OPTION) {
      command.addOption(
          OptionSpec.builder(option(setting))
              .type(String.class)
              .paramLabel(setting == InputSettings.STEPS ? "N" : "NAME")
              .description(setting.sentence() + " (--set " + setting.name() + ")")
              .build());
    }
  }

  /** {@code groupBy} is {@code --group-by}. */
  private static String option(Setting<?> setting) {
    return "--" + setting.name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /**
   * These settings with those of the command line.
   *
   * @throws ParameterException when one cannot be taken: wrong usage
   */
  Settings applyTo(Settings settings) {
    try {
      Settings result =
          config == null ? settings : settings.withJson(text(config), config.toString());
      for (Setting<?> setting : WITH_OPTION) {
        OptionSpec option = command.findOption(option(setting));
        String value = option == null ? null : option.getValue();
        result = value == null ? result : result.with(setting.name(), value);
      }
      for (String assignment : assignments) {
        result = result.withAssignment(assignment);
      }
      return result;
    } catch (InputException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw unreadable(file, "found bytes that are not UTF-8", e);
    } catch (IOException e) {
      throw unreadable(file, Files.isDirectory(file) ? "found a directory" : found(e), e);
    }
  }

  private static String found(IOException e) {
    return e instanceof NoSuchFileException ? "found nothing there" : Failures.describe(e);
  }

  private static InputException unreadable(Path file, String found, IOException cause) {
    return new InputException(
        "--config " + file + ": expected a JSON file in UTF-8; " + found, cause);
  }
}
