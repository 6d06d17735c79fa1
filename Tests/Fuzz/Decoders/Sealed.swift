import Rulebook
import Sealing
import Signing

extension Decoder {
    /// What comes out of a mailbox, and what the registrar and its wallets sign.
    static let sealed = [
        Decoder(name: "delivery", rewrite: { (try? Delivery(decoding: $0))?.encoded }) {
            Samples.deliveries.map(\.encoded)
        },
        Decoder(name: "binding", rewrite: { (try? WalletBinding(decoding: $0))?.encoded }) {
            [Samples.binding.encoded]
        },
        Decoder(name: "account-request", rewrite: { (try? AccountRequest(decoding: $0))?.encoded }) {
            [Samples.accountRequest.encoded]
        },
    ]
}

extension Samples {
    static let accountRequest = AccountRequest(
        holderKey: TestCurve.key.publicKey, mailboxKey: digest(1).bytes, mailboxRoot: digest(2),
        recoveryKey: SampleKeys.key("payroll").publicKey)

    static let binding = WalletBinding(
        account: AccountID(), serial: 2, request: accountRequest, level: 2, issued: now, previous: digest(3))

    static let deliveries: [Delivery] = [
        .document(
            DeliveredDocument(
                credential: "示例~", correctionSeed: digest(1).bytes, receipt: [1], record: 7, binding: [2],
                attachments: [
                    SealedAttachment(sha256: digest(2), key: SecretKey(), tag: MailboxTag(digest(3)))
                ], notice: "示例")),
        .status(StatusNotice(record: 7, state: 3, opening: [1], receipt: nil)),
        .correction(CorrectionNotice(record: 7, opening: [1], receipt: [2])),
        .expiry(ExpiryNotice(record: 7, expiry: now)),
        .offer(OfferNotice(offer: "openid-credential-offer://", words: nil)),
        .rebinding(RebindingNotice(binding: [1], effective: now)),
    ]
}

/// A key of P-256, which no sample key is.
enum TestCurve {
    static let key = PrivateKey(generating: .es256)
}
