import NodeAPI
import Rulebook
import Signing

extension CommandError {
    /// Any error as a command tells it; what is not known here is told in its own words.
    package init(describing error: any Error) {
        switch error {
        case let error as CommandError: self = error
        case let error as FileError: self = error.told
        case let error as KeyFileError: self = .refused("bad-key-file", "\(error)")
        case let error as JSONError: self = .refused("bad-file", "\(error)")
        case let error as NodeClientError:
            let words = error.words
            self = .failed(
                error.code, tell(words.detail.en, zh: words.detail.zh), next: tell(words.next.en, zh: words.next.zh))
        case _ where error is CancellationError:
            self = .failed("interrupted", tell("interrupted", zh: "已中断"))
        case _:
            self = .failed("failed", "\(error)")
        }
    }
}

extension NodeClientError {
    /// A stable word for programs: the node's own code where it gave one.
    fileprivate var code: String {
        switch self {
        case .badURL: "bad-url"
        case .unreachable: "unreachable"
        case .problem(_, let problem): problem.code
        case .unreadable, .tooLong: "unreadable-answer"
        case .tooMuch: "too-much"
        }
    }
}

extension FileError {
    /// The same for people.
    var told: CommandError {
        switch self {
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
