/// The wallet: the first file of the module, replaced by its first real one.
enum Skeleton {}
