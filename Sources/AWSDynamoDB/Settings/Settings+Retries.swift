extension Settings {
  /// Standard mode, with `AWS_MAX_ATTEMPTS` or the profile's `max_attempts` attempts where that is set.
  ///
  /// `adaptive` and `legacy` are taken for `standard`: the first adds a limit on the rate of requests to it, the
  /// second is what it replaced.
  ///
  /// Source: *AWS SDKs and Tools Reference Guide*, "Retry behavior".
  func retryPolicy() throws(ConfigurationError) -> RetryPolicy {
    if let mode = value("AWS_RETRY_MODE", "retry_mode"),
      !["standard", "adaptive", "legacy"].contains(mode.text.lowercased())
    {
      throw ConfigurationError(mode.place, "\"\(mode.text)\" is not a retry mode; this client has \"standard\"")
    }
    guard let value = value("AWS_MAX_ATTEMPTS", "max_attempts") else { return RetryPolicy() }
    guard let attempts = Int(value.text), attempts > 0 else {
      throw ConfigurationError(value.place, "\"\(value.text)\" is not a whole number greater than 0")
    }
    return RetryPolicy(maximumAttempts: attempts)
  }
}
