/// What a profile of the shared files says: a role, a web identity token, keys or a `credential_process`, in that order.
///
/// Source: *AWS SDKs and Tools Reference Guide*, "Assume role credential provider", "AWS access keys" and "Process
/// credential provider".
struct ProfileCredentials: CredentialsSource {
  private let context: CredentialsContext
  private let container: ContainerCredentials
  private let instance: InstanceMetadataCredentials

  init(_ context: CredentialsContext, container: ContainerCredentials, instance: InstanceMetadataCredentials) {
    self.context = context
    self.container = container
    self.instance = instance
  }

  var name: String { "the shared files" }

  func find() async throws(CredentialsError) -> CredentialsFinding {
    let settings = try context.settings()
    guard let profile = settings.profile else {
      return .nothing("there is no profile \"default\"; looked in \(settings.files.account)")
    }
    return try await find(in: profile, settings, on: [profile.name])
  }

  /// A profile that another names as its source, and that has keys of its own, is used with these, as in botocore:
  /// its role is for those who use it by itself.
  ///
  /// - Parameter path: the profiles that led here, this one included.
  private func find(
    in profile: Profile, _ settings: Settings, on path: [String]
  ) async throws(CredentialsError) -> CredentialsFinding {
    do throws(CredentialsError) {
      if let file = profile["web_identity_token_file"] {
        return .found(try await webIdentity(profile, SecretFile(path: file), settings))
      }
      if let role = profile["role_arn"], path.count == 1 || !profile.hasKeys {
        return .found(try await assume(role, profile, settings, on: path))
      }
      return try await findOwn(in: profile, settings)
    } catch {
      throw CredentialsError("the profile \"\(profile.name)\": \(error.message)")
    }
  }

  /// What the profile has without another's help.
  private func findOwn(in profile: Profile, _ settings: Settings) async throws(CredentialsError) -> CredentialsFinding {
    if profile.hasSetting(beginningWith: "sso_") { throw Self.notSupported("IAM Identity Center (sso_...)", profile) }
    if profile.hasKeys {
      return .found(
        try Credentials(
          accessKeyID: ("aws_access_key_id", profile["aws_access_key_id"]),
          secretAccessKey: ("aws_secret_access_key", profile["aws_secret_access_key"]),
          sessionToken: ("aws_session_token", profile["aws_session_token"])))
    }
    if profile["login_session"] != nil { throw Self.notSupported("console sign-in (login_session)", profile) }
    if let command = profile["credential_process"] {
      return .found(try await CredentialProcess(command, context).run())
    }
    return .nothing("the profile \"\(profile.name)\" has no credentials; looked in \(settings.files.account)")
  }

  private static func notSupported(_ what: String, _ profile: Profile) -> CredentialsError {
    CredentialsError(
      "\(what) is not supported; let the AWS CLI do it: in another profile, set credential_process = aws configure "
        + "export-credentials --profile \(profile.name) --format process")
  }
}

// MARK: - Roles

extension ProfileCredentials {
  private func webIdentity(
    _ profile: Profile, _ file: SecretFile, _ settings: Settings
  ) async throws(CredentialsError) -> Credentials {
    guard let role = profile["role_arn"] else {
      throw CredentialsError("it has a web_identity_token_file and no role_arn")
    }
    return try await SecurityTokenService(context, settings).assume(
      WebIdentityRole(
        role: role, sessionName: profile["role_session_name"], duration: try Self.duration(profile), tokenFile: file))
  }

  private func assume(
    _ role: String, _ profile: Profile, _ settings: Settings, on path: [String]
  ) async throws(CredentialsError) -> Credentials {
    if profile["mfa_serial"] != nil {
      throw CredentialsError("mfa_serial is not supported: there is nobody here to ask for a code")
    }
    let duration = try Self.duration(profile)
    let source = try await source(of: profile, settings, on: path)
    return try await SecurityTokenService(context, settings).assume(
      RoleToAssume(
        role: role, sessionName: profile["role_session_name"], externalID: profile["external_id"], duration: duration,
        source: source))
  }

  /// The credentials that the role is asked for with.
  private func source(
    of profile: Profile, _ settings: Settings, on path: [String]
  ) async throws(CredentialsError) -> Credentials {
    let finding: CredentialsFinding
    switch (profile["source_profile"], profile["credential_source"]) {
    case (nil, nil): throw CredentialsError("it has a role_arn and neither source_profile nor credential_source")
    case (_?, _?): throw CredentialsError("it has both source_profile and credential_source; keep one")
    case (let name?, nil): finding = try await source(named: name, for: profile, settings, on: path)
    case (nil, let kind?): finding = try await source(kind)
    }
    switch finding {
    case .found(let credentials): return credentials
    case .nothing(let reason): throw CredentialsError("the credentials to take the role on with: \(reason)")
    }
  }

  private func source(
    named name: String, for profile: Profile, _ settings: Settings, on path: [String]
  ) async throws(CredentialsError) -> CredentialsFinding {
    // A profile may name itself: it then has the role and the keys for it.
    if name == profile.name { return try await findOwn(in: profile, settings) }
    guard !path.contains(name) else {
      throw CredentialsError("source_profile leads in a circle: \((path + [name]).joined(separator: ", "))")
    }
    guard let source = settings.files.profile(name) else {
      throw CredentialsError("its source_profile \"\(name)\" is not there; looked in \(settings.files.account)")
    }
    return try await find(in: source, settings, on: path + [name])
  }

  private func source(_ kind: String) async throws(CredentialsError) -> CredentialsFinding {
    switch kind.lowercased() {
    case "environment": try await EnvironmentKeys(environment: context.environment).find()
    case "ec2instancemetadata": try await instance.find()
    case "ecscontainer": try await container.find()
    default:
      throw CredentialsError("credential_source is neither Environment nor Ec2InstanceMetadata nor EcsContainer")
    }
  }

  private static func duration(_ profile: Profile) throws(CredentialsError) -> Int? {
    guard let text = profile["duration_seconds"] else { return nil }
    guard let seconds = Int(text), seconds > 0 else {
      throw CredentialsError("duration_seconds is not a whole number greater than 0")
    }
    return seconds
  }
}
