public import Signing

/// What a deposit consists of; each lies under a tag of its own in the strongroom, and can be deleted alone.
public enum DepositPart: Hashable, Sendable, CustomStringConvertible {
    case manifest
    case partyPart
    /// A sealed body, 0 being the first.
    case body(Int)
    case ticket(SecretIndex)
    case sealedShares(Position)
    case trace

    /// Kind and number: what the part's tag follows from.
    private var code: (kind: UInt8, number: Int) {
        switch self {
        case .manifest: (0, 0)
        case .partyPart: (1, 0)
        case .body(let number): (2, number)
        case .ticket(let index): (3, index.value)
        case .sealedShares(let position): (4, position.value)
        case .trace: (5, 0)
        }
    }

    /// Under which it lies: SHA-256 over the tag, the manifest's salt, the kind in one byte and the number in two.
    ///
    /// Only who has the manifest can compute it; nodes find a manifest by its digest.
    public func tag(_ manifest: DepositManifest) -> Digest {
        var hasher = SHA256()
        hasher.update(Purpose.depositPart)
        hasher.update(manifest.salt)
        hasher.update([code.kind, UInt8(code.number >> 8 & 0xff), UInt8(code.number & 0xff)])
        return hasher.finalize()
    }

    public var description: String {
        switch self {
        case .manifest: "manifest"
        case .partyPart: "party's part"
        case .body(let number): "body \(number)"
        case .ticket(let index): "ticket of \(index)"
        case .sealedShares(let position): "shares of validator \(position)"
        case .trace: "trace packet"
        }
    }
}

extension DepositManifest {
    /// Every part of the deposit, the manifest first.
    public var depositParts: [DepositPart] {
        [.manifest, .partyPart] + bodies.indices.map(DepositPart.body) + uses.indices.map(DepositPart.ticket)
            + Position.all(of: count).map(DepositPart.sealedShares) + [.trace]
    }

    /// SHA-256 of a part's bytes; for the manifest itself, of its encoding. Zeros when there is no such part.
    public subscript(part: DepositPart) -> Digest {
        switch part {
        case .manifest: SHA256.digest(encoded)
        case .partyPart: partyPart
        case .body(let number): bodies.indices.contains(number) ? bodies[number] : .zero
        case .ticket(let index):
            index.isUse ? uses.place(of: index).map { tickets[$0 - 1] } ?? .zero : .zero
        case .sealedShares(let position): position.value <= count ? sealedShares[position.value - 1] : .zero
        case .trace: trace
        }
    }
}
