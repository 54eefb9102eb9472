extension Settings {
  /// Where a service is: what is configured for it, what is configured for all services, or its own endpoint in the
  /// Region, for FIPS and dual-stack where those are wanted.
  ///
  /// Source: *AWS SDKs and Tools Reference Guide*, "Service-specific endpoints" and "Dual-stack and FIPS endpoints".
  func endpoint(of service: AWSService, in region: Region) throws(ConfigurationError) -> Endpoint {
    let fips = try isOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
    let dualStack = try isOn("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
    guard let configured = try configuredEndpoint(of: service) else {
      return try Endpoint(service, in: region, fips: fips, dualStack: dualStack)
    }
    // AWS's rules say so: nobody can tell whether the endpoint named here keeps what was asked for.
    if fips || dualStack {
      throw ConfigurationError(
        configured.place,
        "an endpoint of one's own cannot be combined with \(fips ? "FIPS" : "dual-stack"): unset one of the two")
    }
    do throws(ConfigurationError) {
      return try Endpoint(configured.text)
    } catch {
      throw ConfigurationError(configured.place, error.message)
    }
  }

  private func configuredEndpoint(of service: AWSService) throws(ConfigurationError) -> Value? {
    if try isOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") { return nil }
    if let value = variable(service.endpointVariable, "AWS_ENDPOINT_URL") { return value }
    if let section = profileValue("services") {
      guard files.services[section.text] != nil else {
        throw ConfigurationError(
          section.place, "there is no section [services \(section.text)]; looked in \(files.account)")
      }
      if let url = files.endpointURL(of: service.key, in: section.text) {
        return Value(text: url, place: "endpoint_url of \(service.key) in [services \(section.text)]")
      }
    }
    return profileValue("endpoint_url")
  }
}
