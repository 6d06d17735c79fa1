/// What travels between a relying party's desk and a wallet: see `docs/protocol/requests.md`.
extension Purpose {
    /// In the key schedule of a request that is sealed to the wallet that fetched it.
    public static let requestObject = Array("deedbox/requestobject/v1".utf8)
    /// Begins the digest of which a counter's two-digit number is made.
    public static let counterNumber = Array("deedbox/counternumber/v1".utf8)

    /// All of them, for the test that no tag begins another.
    package static let requestTags = [requestObject, counterNumber]
}
