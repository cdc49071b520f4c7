variable "region" {
  description = "The region's name. People in a call see it, and owners may bind their rooms to it."
  type        = string

  validation {
    # Of the 50 characters that a Linode's name may have, some are the node's number.
    condition     = can(regex("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", var.region)) && !strcontains(var.region, "--")
    error_message = "A region's name is 3 to 40 of a-z, 0-9 and single inner hyphens, and begins with a letter."
  }
}

variable "cloud" {
  description = "Whose machines they are: hetzner or linode."
  type        = string

  validation {
    condition     = contains(["hetzner", "linode"], var.cloud)
    error_message = "The cloud is hetzner or linode."
  }
}

variable "location" {
  description = "The cloud's own name of the place: fsn1 and ash at Hetzner, ap-northeast and br-gru at Linode."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.location))
    error_message = "The location is the cloud's own name of it, like fsn1 or ap-northeast."
  }
}

variable "machine" {
  description = "The cloud's own name of the kind of machine: ccx13 at Hetzner, g6-dedicated-2 at Linode. Take cores that are not shared."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.machine))
    error_message = "The machine is the cloud's own name of a kind, like ccx13 or g6-dedicated-2."
  }
}

variable "numbers" {
  description = "The numbers of the nodes that are there. With none the region is drained."
  type        = set(number)
  default     = [1]

  validation {
    condition     = alltrue([for number in var.numbers : contains(range(1, var.most_nodes + 1), number)])
    error_message = "A region's nodes have whole numbers from 1 to most_nodes, which is `nodes` where it is not given: raise most_nodes."
  }
}

variable "most_nodes" {
  description = "How many nodes the region may have: what it may cost at most."
  type        = number
  default     = 1

  validation {
    condition     = var.most_nodes >= 0 && var.most_nodes <= 1000 && floor(var.most_nodes) == var.most_nodes
    error_message = "There are 0 to 1000 whole nodes in a region."
  }
}

variable "position" {
  description = "Where the machines are, in degrees: by that the nearest node is found."
  type        = object({ latitude = number, longitude = number })

  validation {
    condition     = abs(var.position.latitude) <= 90 && abs(var.position.longitude) <= 180
    error_message = "A position is within 90 degrees north or south, and 180 east or west."
  }

  validation {
    condition     = var.position.latitude != 0 || var.position.longitude != 0
    error_message = "At 0,0 is nothing but the sea: say where the machines are."
  }
}

variable "cloudflare_account_id" {
  description = "The Cloudflare account that the Worker runs in."
  type        = string
}

variable "node_keys_namespace_id" {
  description = "The Workers KV namespace from which the Worker knows the nodes' public keys."
  type        = string
}

variable "edge_url" {
  description = "The Worker's origin, which the nodes dial."
  type        = string

  validation {
    condition     = can(regex("^https?://[^/]+$", var.edge_url))
    error_message = "The edge's address is an origin, like https://meet.example.org, without a path."
  }
}

variable "image" {
  description = "The media node's image, with a tag or a digest."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9.:-]+(/[a-z0-9._-]+)+(:[A-Za-z0-9_.-]+|@sha256:[0-9a-f]{64})$", var.image))
    error_message = "The image is named in full and with a tag or a digest, like ghcr.io/you/nearcast-sfu-node:1."
  }
}

variable "ssh_public_key" {
  description = "The SSH key of the user `operator`."
  type        = string

  validation {
    condition     = can(regex("^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/=]+( [^\"\n]*)?$", var.ssh_public_key))
    error_message = "The key is one line of a .pub file, like: ssh-ed25519 AAAA… you@example.org."
  }
}

variable "ssh_sources" {
  description = "Networks that reach SSH."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for network in var.ssh_sources : can(cidrhost(network, 0))])
    error_message = "Each is a network like 203.0.113.0/24 or 2001:db8::/32."
  }
}

variable "metrics_sources" {
  description = "Networks that reach /healthz and /metrics, at port 4440."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for network in var.metrics_sources : can(cidrhost(network, 0))])
    error_message = "Each is a network like 203.0.113.0/24 or 2001:db8::/32."
  }
}

variable "media_port" {
  description = "The first media port, UDP and TCP; each core takes the next one."
  type        = number
  default     = 40000

  validation {
    condition     = var.media_port >= 1024 && var.media_port <= 44000 && floor(var.media_port) == var.media_port
    error_message = "The first media port is a whole number from 1024, below which only root may listen, to 44000, above which pipes to other nodes are."
  }
}

variable "drain_limit_seconds" {
  description = "How long a node that is to end has for its rooms to move to others; what is left then is cut off for a moment, and with 0 all of them."
  type        = number
  default     = 3600

  validation {
    condition     = var.drain_limit_seconds >= 0 && var.drain_limit_seconds <= 604800 && floor(var.drain_limit_seconds) == var.drain_limit_seconds
    error_message = "A node waits whole seconds, and at most a week, 604800 of them."
  }
}
