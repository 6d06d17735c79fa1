internal import Releasing
internal import Sealing

/// The node's share-sealing secrets, by the week of a deposit's expiry.
protocol WeeklySecrets: Sendable {
    /// The secret of a week; nil when there is none: it was destroyed after its week, or the week is too far ahead.
    func secret(of week: ExpiryWeek) -> SealingPrivateKey?
}
