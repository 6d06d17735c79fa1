internal import Ledger
internal import Releasing
internal import Rulebook
internal import Signing

/// The shares that have come in, secret by secret, and what each node has said.
struct GatheringTable {
    /// What is to be done with a node after its answer.
    enum Next {
        case done
        /// It may have more to say later.
        case again
    }

    private let wanted: [WantedSecret]
    private let release: KnownRelease
    private let today: DealtSet
    private let origin: String
    private var collections: [ShareCollection]
    /// What each node said last, by its address.
    private var said: [String: Words] = [:]
    /// The positions at which questions begin.
    let pages: [Int]

    init(
        _ wanted: [WantedSecret], _ release: KnownRelease, _ today: DealtSet, _ origin: String
    ) throws(GatheringError) {
        self.wanted = wanted
        self.release = release
        self.today = today
        self.origin = origin
        var collections: [ShareCollection] = []
        for each in wanted {
            guard let collection = ShareCollection(of: each.manifest, each.index, from: each.set) else {
                throw .otherSet(each.index)
            }
            collections.append(collection)
        }
        self.collections = collections
        pages = Set(wanted.map { GatheringTable.page(of: $0.place) }).sorted()
    }

    /// One answer covers so many records.
    private static func page(of place: Int) -> Int { place - place % FinalRelease.maxEntries }

    /// True when there is a quorum of good shares of each secret.
    var isComplete: Bool { collections.allSatisfy(\.isComplete) }

    /// What was gathered; only of a table that is complete.
    var gathered: [GatheredSecret] {
        collections.map { collection in
            let secret: Result<CheckedSecret, OpeningRefusal>
            do throws(OpeningRefusal) { secret = .success(try collection.secret()) } catch { secret = .failure(error) }
            return GatheredSecret(secret: secret, faults: collection.faults)
        }
    }

    /// Why it is not complete: the secret that lacks most, and what each node said.
    var failure: GatheringError {
        let missing = collections.filter { !$0.isComplete }
        let worst = missing.min { $0.shares.count < $1.shares.count }
        return .incomplete(
            found: worst?.shares.count ?? 0, needed: worst?.manifest.quorum ?? 0,
            faults: collections.flatMap(\.faults),
            said: said.sorted { $0.key < $1.key }.map { NodeSaid(url: $0.key, words: $0.value) })
    }

    /// Takes what a node answered.
    mutating func take(_ asked: Asked, from url: String) -> Next {
        switch asked.answer {
        case .success(let bytes): return take(bytes, asked.page, from: url)
        case .failure(let error):
            said[url] = error.words
            return error.passes ? .again : .done
        }
    }

    private mutating func take(_ bytes: [UInt8], _ page: Int, from url: String) -> Next {
        var next = Next.done
        for place in wanted.indices where GatheringTable.page(of: wanted[place].place) == page {
            guard !collections[place].isComplete else { continue }
            do throws(AnswerRefusal) {
                let received = try received(bytes, wanted[place].set)
                _ = try collections[place].take(received)
            } catch {
                said[url] = error.words
                // It may be about to fetch the deposit from the others.
                if case .nothingOf = error { next = .again }
            }
        }
        return next
    }

    /// A validator signs with the key of the set that was dealt to, or with one that it has changed to since.
    private func received(_ bytes: [UInt8], _ set: DealtSet) throws(AnswerRefusal) -> ReceivedAnswer {
        do throws(AnswerRefusal) {
            return try ReceivedAnswer(bytes, to: release, from: set, in: origin)
        } catch {
            guard case .signature = error else { throw error }
            return try ReceivedAnswer(bytes, to: release, from: today, in: origin)
        }
    }
}

extension NodeClientError {
    /// True for what may be otherwise in a moment.
    fileprivate var passes: Bool {
        switch self {
        case .unreachable: true
        case .problem(_, let problem): problem.status == 503 || problem.status == 404 || problem.status == 429
        // What stands before a node speaks so when that is away.
        case .unreadable(_, let status, _): status >= 500
        case .badURL, .tooLong, .tooMuch, .notAcknowledged: false
        }
    }
}
