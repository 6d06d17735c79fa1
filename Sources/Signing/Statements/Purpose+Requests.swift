/// What travels between a relying party's desk and a wallet: see `docs/protocol/requests.md`.
extension Purpose {
    /// In the key schedule of a request that is sealed to the wallet that fetched it.
    public static let requestObject = Array("deedbox/requestobject/v1".utf8)
    /// Begins the digest of which a counter's two-digit number is made.
    public static let counterNumber = Array("deedbox/counternumber/v1".utf8)
    /// Begins the digest by which a node knows a code that a wallet shows.
    public static let shownCode = Array("deedbox/showncode/v1".utf8)
    /// In the key schedule of the link that a desk hands to the wallet whose code it scanned.
    public static let calledLink = Array("deedbox/calledlink/v1".utf8)
    /// A desk's signed call to the wallet whose code it scanned.
    public static let codeCall = "application/vnd.deedbox.codecall.v1+cbor"

    /// All tags, for the test that no tag begins another.
    package static let requestTags = [requestObject, counterNumber, shownCode, calledLink]
}
