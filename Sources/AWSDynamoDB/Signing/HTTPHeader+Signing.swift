internal import AWSSignatures

extension HTTPHeader: SignableHeader {}
