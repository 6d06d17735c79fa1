import Accounts
import Importing
import IssuingApp
import NodeAPI
import NodeApp
import RelyingAPI
import RelyingApp
import Rulebook
import Signing
import Storage
import WalletApp

extension CommandError {
    /// Any error as a command tells it; what is not known here is told in its own words.
    package init(describing error: any Error) {
        switch error {
        case let error as CommandError: self = error
        case let error as FileError: self = error.told
        case let error as KeyFileError: self = .refused("bad-key-file", "\(error)")
        case let refusal as DeskRefusal:
            let told = refusal.told
            self = .refused(
                told.code, tell(told.words.detail.en, zh: told.words.detail.zh),
                next: tell(told.words.next.en, zh: told.words.next.zh))
        case let refusal as AccountRefusal:
            let told = DeskProblem(refusal)
            self = .refused(
                told.code, tell(told.words.detail.en, zh: told.words.detail.zh),
                next: tell(told.words.next.en, zh: told.words.next.zh))
        case let error as DeskClientError: self = error.told
        case let away as LedgerAway:
            self = .failed(
                "ledger-away", tell("the ledger cannot be reached: \(away.reason)", zh: "暂时无法连接账本：\(away.reason)"))
        case let refusal as RelyingRefusal: self = refusal.told
        case let failure as RelyingFailure: self = failure.told
        case let silence as LedgerSilent:
            self = .failed(
                "ledger-away", tell(silence.words.en, zh: silence.words.zh),
                next: tell("run the same command again: it goes on", zh: "重新执行同一命令即可继续"))
        case let error as JSONError: self = .refused("bad-file", "\(error)")
        case let error as NodeClientError:
            self = error.told
        case let error as WalletFailure: self = error.told
        case let error as WalletRefusal: self = error.told
        case let refusal as GrantRefusal:
            let words = refusal.words
            self = .refused(
                refusal.code, tell(words.detail.en, zh: words.detail.zh),
                next: tell(words.next.en, zh: words.next.zh))
        case let refusal as PresentingRefusal:
            let words = refusal.words
            self = .refused(
                refusal.code, tell(words.detail.en, zh: words.detail.zh),
                next: tell(words.next.en, zh: words.next.zh))
        case let refusal as RequestRefusal:
            self = .refused(
                refusal.code, tell(refusal.words.en, zh: refusal.words.zh),
                next: tell(refusal.next.en, zh: refusal.next.zh))
        case let error as RelyingClientError: self = error.told
        case let error as CSVError: self = MintWords.badTable(tell("the table", zh: "表格"), error)
        case let error as SourceError: self = error.words.told
        case let error as CatalogueError: self = error.words.told
        case let error as MappingError: self = error.words.told
        case let error as NodeStartError: self = NodeWords.told(error)
        case let error as StorageFailure: self = NodeWords.told(error)
        case let error as StorageDamage: self = NodeWords.told(error)
        case let error as StorageRefusal: self = NodeWords.told(error)
        case _ where error is CancellationError:
            self = .failed("interrupted", tell("interrupted", zh: "已中断"))
        case _:
            self = .failed("failed", "\(error)")
        }
    }
}

extension ImportWords {
    /// The same in the language of the reader.
    var told: CommandError { .refused(code, tell(fact.en, zh: fact.zh), next: tell(next.en, zh: next.zh)) }
}

extension NodeClientError {
    /// The same for people; an address that is none is a wrong call.
    fileprivate var told: CommandError {
        let (fact, next) = (tell(words.detail.en, zh: words.detail.zh), tell(words.next.en, zh: words.next.zh))
        if case .badURL = self { return .usage(fact, code: code, next: next) }
        return .failed(code, fact, next: next)
    }

    /// A stable word for programs: the node's own code where it gave one.
    fileprivate var code: String {
        switch self {
        case .badURL: "bad-url"
        case .unreachable: "unreachable"
        case .problem(_, let problem): problem.code
        case .unreadable, .tooLong: "unreadable-answer"
        case .tooMuch: "too-much"
        case .notAcknowledged: "not-acknowledged"
        }
    }
}

extension DeskClientError {
    /// The same for people: what a desk refuses stays a refusal, in its own words.
    fileprivate var told: CommandError {
        switch self {
        case .badURL(let url): return IssuerWords.badURL(url)
        case .notSecure(let url): return IssuerWords.notSecure(url)
        case .unreachable(let url, let reason):
            return .failed("unreachable", tell("\(url) does not answer: \(reason)", zh: "\(url) 没有应答：\(reason)"))
        case .unreadable(let url, let status):
            return .failed(
                "unreadable-answer",
                tell("\(url) gave no answer of a desk (\(status))", zh: "\(url) 的应答无法识别（\(status)）"))
        case .problem(let problem):
            let fact = tell(problem.words.detail.en, zh: problem.words.detail.zh)
            let next = tell(problem.words.next.en, zh: problem.words.next.zh)
            return problem.status >= 500
                ? .failed(problem.code, fact, next: next) : .refused(problem.code, fact, next: next)
        }
    }
}

extension RelyingClientError {
    /// The same for people: what a desk refuses stays a refusal, in its own words.
    fileprivate var told: CommandError {
        switch self {
        case .unreachable(let url, let reason):
            return .failed(
                "unreachable", tell("\(url) does not answer: \(reason)", zh: "\(url) 没有应答：\(reason)"),
                next: tell("try again later; nothing is lost", zh: "请稍后再试；没有丢失任何东西"))
        case .unreadable(let url, let status):
            return .failed(
                "unreadable-answer",
                tell("\(url) gave no answer of a relying desk (\(status))", zh: "\(url) 的应答无法识别（\(status)）"))
        case .problem(let problem):
            let fact = tell(problem.detail, zh: problem.detailZh)
            let next = tell(problem.next, zh: problem.nextZh)
            return problem.status >= 500
                ? .failed(problem.code, fact, next: next) : .refused(problem.code, fact, next: next)
        }
    }
}

extension FileError {
    /// The same for people.
    var told: CommandError {
        switch self {
        case .folder(let path): ConsoleWords.isFolder(path)
        case .missing(let path): ConsoleWords.noSuchFile(path)
        case .exists(let path): ConsoleWords.exists(path)
        case .reading(let path, let reason): ConsoleWords.notReadable(path, reason)
        case .writing(let path, let reason): ConsoleWords.notWritable(path, reason)
        case .tooLarge(let path, let limit): ConsoleWords.tooLarge(path, limit)
        case .notUTF8(let path): ConsoleWords.notUTF8(path)
        case .locked(let path): ConsoleWords.locked(path)
        }
    }
}

extension WalletFailure {
    /// The same for people.
    fileprivate var told: CommandError {
        .failed(code, tell(words.detail.en, zh: words.detail.zh), next: tell(words.next.en, zh: words.next.zh))
    }
}

extension WalletRefusal {
    /// The same for people.
    fileprivate var told: CommandError {
        .refused(code, tell(words.detail.en, zh: words.detail.zh), next: tell(words.next.en, zh: words.next.zh))
    }
}
