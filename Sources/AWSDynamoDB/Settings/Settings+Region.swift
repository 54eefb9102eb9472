extension Settings {
  /// `AWS_REGION`, else `AWS_DEFAULT_REGION`, else the profile's `region`.
  ///
  /// Source: *AWS SDKs and Tools Reference Guide*, "AWS Region".
  func region() throws(ConfigurationError) -> Region {
    guard let value = variable("AWS_REGION", "AWS_DEFAULT_REGION") ?? profileValue("region") else {
      throw ConfigurationError(
        "AWS_REGION",
        "neither it nor AWS_DEFAULT_REGION is set, nor a profile's region: set one to your Region, such as "
          + "\"eu-west-1\" (a local endpoint takes any)")
    }
    do throws(ConfigurationError) {
      return try Region(value.text)
    } catch {
      throw ConfigurationError(value.place, error.message)
    }
  }
}
