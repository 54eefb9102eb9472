/// What AWS's endpoints answer.
enum Documents {
  static let expiration = "2015-08-30T18:36:00Z"

  /// The container endpoint's, and the metadata service's with its `Code`.
  static func endpoint(_ key: String = "AKIDENDPOINT", expiration: String = expiration) -> String {
    #"{"Code":"Success","LastUpdated":"2015-08-30T12:36:00Z","Type":"AWS-HMAC","RoleArn":"r","AccessKeyId":"\#(key)","#
      + #""SecretAccessKey":"\#(Secret.key)","Token":"\#(Secret.token)","Expiration":"\#(expiration)"}"#
  }

  static func process(_ key: String = "AKIDPROCESS", version: String = "1") -> String {
    #"{"Version":\#(version),"AccessKeyId":"\#(key)","SecretAccessKey":"\#(Secret.key)","#
      + #""SessionToken":"\#(Secret.token)","Expiration":"\#(expiration)"}"#
  }

  static func role(_ key: String = "ASIAROLE", action: String = "AssumeRole") -> String {
    """
    <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(action)Result>
      <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser>
      <Credentials>
        <AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>\(Secret.key)</SecretAccessKey>
        <SessionToken>\(Secret.token)</SessionToken><Expiration>\(expiration)</Expiration>
      </Credentials></\(action)Result>
      <ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></\(action)Response>
    """
  }

  static func refusal(_ code: String, _ message: String) -> String {
    #"<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>\#(code)</Code>"#
      + "<Message>\(message)</Message></Error><RequestId>0</RequestId></ErrorResponse>"
  }
}
